/**
 * What the page may do, as a content security policy: load its own files and nothing else, run no script that
 * is not a file, ask no other host. The page says it in a `<meta>`, the server in a header as well.
 */

/** For the `<meta>` of the page. */
export const contentPolicy: string = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

/** The same for a header, where a page may also refuse to be framed. */
export const contentPolicyHeader = `${contentPolicy}; frame-ancestors 'none'`;
