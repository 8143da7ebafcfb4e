// The one class of failures. The modules make them, too: they are bound to this file. Its name ends so because the tests' server
// knows no other ending of scripts.

export class RestError extends Error {
  /** The `code` of a call to which no answer came. */
  static REQUEST_SEND_ERROR = 'REQUEST_SEND_ERROR';
  /** The `code` of a call whose answer could not be read. */
  static PARSE_ERROR = 'PARSE_ERROR';

  constructor(message, members) {
    super(message);
    this.name = 'RestError';
    Object.assign(this, members);
  }
}
