import { FileUp } from 'lucide-react';
import { useRef } from 'react';
import { text } from '../text/text.ts';
import { Button } from '../ui/button.tsx';

/** Reads certificates from a file instead of what is typed or pasted. */
export function CertificateFile({
  onRead,
  disabled = false,
}: {
  readonly onRead: (pem: string) => void;
  readonly disabled?: boolean;
}) {
  const file = useRef<HTMLInputElement>(null);

  const read = async (input: HTMLInputElement) => {
    const chosen = input.files?.[0];
    if (!chosen) return;
    onRead(await chosen.text());
    // Emptied, so that choosing the same file again is a change.
    input.value = '';
  };

  return (
    <>
      <input
        ref={file}
        className="visually-hidden"
        type="file"
        accept=".pem,.crt,.cer,.ca-bundle,application/x-pem-file"
        tabIndex={-1}
        aria-hidden
        onChange={(event) => void read(event.target)}
      />
      <Button small icon={FileUp} onClick={() => file.current?.click()} disabled={disabled}>
        {text.signIn.caFile}
      </Button>
    </>
  );
}
