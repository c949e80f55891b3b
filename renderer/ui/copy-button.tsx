import { Check, Copy } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { text } from '../text/text.ts';
import { Button, IconButton } from './button.tsx';
import './copy.css';

/** So long “Copied” stands where something was copied. */
export const COPIED_MS = 1600;

/** True for a moment after `copy` has succeeded. */
function useCopied(copy: () => Promise<boolean>): readonly [boolean, () => void] {
  const [copied, setCopied] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const run = async () => {
    if (!(await copy())) return;
    clearTimeout(timer.current);
    setCopied(true);
    timer.current = setTimeout(() => setCopied(false), COPIED_MS);
  };
  return [copied, () => void run()];
}

type CopyProps = {
  readonly label: string;
  /** Resolves with whether something was copied. */
  readonly copy: () => Promise<boolean>;
  readonly disabled?: boolean;
};

/** An icon that turns into a tick with the word beside it; the word lies over the text, so nothing moves. */
export function CopyIconButton({ label, copy, disabled = false }: CopyProps) {
  const [copied, run] = useCopied(copy);
  return (
    <span className="copy">
      <IconButton
        label={label}
        icon={copied ? Check : Copy}
        onClick={run}
        disabled={disabled}
        data-done={copied || undefined}
      />
      <output className="copy-said">{copied ? text.ui.copied : null}</output>
    </span>
  );
}

export function CopyButton({ label, copy, disabled = false, small = false }: CopyProps & { readonly small?: boolean }) {
  const [copied, run] = useCopied(copy);
  return (
    <>
      <Button
        look={small ? 'plain' : 'primary'}
        small={small}
        icon={copied ? Check : Copy}
        onClick={run}
        disabled={disabled}
      >
        {copied ? text.ui.copied : label}
      </Button>
      <output className="visually-hidden">{copied ? text.ui.copied : null}</output>
    </>
  );
}
