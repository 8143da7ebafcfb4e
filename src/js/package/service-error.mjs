export class RemoteRenderingServiceError extends Error {
  constructor(message, code) {
    super(message);
    this.name = 'RemoteRenderingServiceError';
    this.code = code;
  }
}

/** What ended a session, with the errors in it, as errors that can be thrown. */
export function toServiceError({ message, code, details, target, innerError }) {
  return Object.assign(
    new RemoteRenderingServiceError(message, code),
    details && { details: details.map(toServiceError) },
    target && { target },
    innerError && { innerError: toServiceError(innerError) },
  );
}
