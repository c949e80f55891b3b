/** What runs here, for whoever asks for help. */
export type About = {
  readonly version: string;
  /** Not installed, but started from its source. */
  readonly isSource: boolean;
  readonly electron: string;
  readonly chromium: string;
  readonly node: string;
  /** Such as `linux x64`. */
  readonly system: string;
};
