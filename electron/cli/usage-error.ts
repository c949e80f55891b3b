/** What the user typed makes no sense as it stands; the message says why. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
