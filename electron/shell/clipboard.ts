/** What a system's clipboard can do, for one text. */
export type Board = {
  /** `secret`: marked so that clipboard histories leave it out, where the system knows such a mark. */
  readonly write: (text: string, secret: boolean) => Promise<void>;
  readonly read: () => Promise<string>;
  readonly clear: () => void;
};

/**
 * Takes a secret out of the clipboard again, after the seconds that the user chose and at the end of the run, unless
 * something else was copied meanwhile. What is not secret stays.
 */
export function openClipboard({ board, seconds }: { readonly board: Board; readonly seconds: () => number }) {
  let ours: { readonly text: string; readonly timer: NodeJS.Timeout } | undefined;

  const drop = (): string | undefined => {
    const text = ours?.text;
    clearTimeout(ours?.timer);
    ours = undefined;
    return text;
  };

  const clear = async (): Promise<void> => {
    const text = drop();
    if (text !== undefined && (await board.read()) === text) board.clear();
  };

  return {
    async copy(text: string, secret = false): Promise<void> {
      drop();
      await board.write(text, secret);
      const waitMs = seconds() * 1000;
      if (!secret || waitMs <= 0) return;
      const timer = setTimeout(() => void clear().catch(() => {}), waitMs);
      timer.unref();
      ours = { text, timer };
    },
    close: clear,
  };
}
