export const KnownRenderingServerSize = { Premium: 'Premium', Standard: 'Standard' };

export const KnownRenderingSessionStatus = {
  Error: 'Error',
  Expired: 'Expired',
  Ready: 'Ready',
  Starting: 'Starting',
  Stopped: 'Stopped',
};
