/** Sent with every file of the built window. Compared as a whole by a test: loosening it must be a decision. */
export const contentPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob: cover:",
  'media-src track:',
  "font-src 'self'",
  "connect-src 'none'",
  "worker-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ')

/** For `npm run dev` only: hot reload needs inline code, injected styles and a socket to its own server. */
export const developmentPolicy = (server: string): string =>
  [
    `default-src 'self'`,
    `script-src 'self' 'unsafe-inline'`,
    `style-src 'self' 'unsafe-inline'`,
    `img-src 'self' blob: data: cover:`,
    `connect-src 'self' ${server.replace(/^http/, 'ws')}`,
    `object-src 'none'`,
    `base-uri 'none'`,
  ].join('; ')
