/** An error of our own that is to be read as one of the system's: `ETIMEDOUT`, `ECONNRESET`. */
export const codedError = (code: string, message: string): Error & { readonly code: string } =>
  Object.assign(new Error(message), { code });
