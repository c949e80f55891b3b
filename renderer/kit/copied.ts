import { useEffect, useRef, useState } from 'react';

const SHOWN_MS = 2600;

/** What was copied last, for a moment; `run` keeps it from a second start while it copies. */
export function useCopied(): {
  readonly copied: string | undefined;
  readonly busy: boolean;
  readonly run: (what: string, copy: () => Promise<boolean>) => void;
} {
  const [copied, setCopied] = useState<string | undefined>(undefined);
  const [busy, setBusy] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const copy = async (what: string, job: () => Promise<boolean>) => {
    setBusy(true);
    const done = await job();
    setBusy(false);
    if (!done) return;
    clearTimeout(timer.current);
    setCopied(what);
    timer.current = setTimeout(() => setCopied(undefined), SHOWN_MS);
  };
  return { copied, busy, run: (what, job) => void copy(what, job) };
}
