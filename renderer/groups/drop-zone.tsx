import { FileInput } from 'lucide-react';
import { useEffect, useState } from 'react';
import { MAX_FILE_BYTES } from '../../electron/contract/proposal.ts';
import { type Send, useSend } from '../send.ts';
import { text } from '../text/text.ts';
import './drop-zone.css';

const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;

/** A folder has no text, and neither has a file that may not be read. */
async function read(send: Send, file: File): Promise<void> {
  const name = (file.name || '?').slice(-255);
  if (file.size > MAX_FILE_BYTES) {
    await send({ type: 'portside-file.fail', name, code: 'file-too-large' });
    return;
  }
  const content = await file.text().catch(() => undefined);
  await send(
    content === undefined
      ? { type: 'portside-file.fail', name, code: 'file-unreadable' }
      : { type: 'portside-file.read', name, text: content },
  );
}

/** The whole window takes files. What is dropped is read here and sent as text: no path leaves the window. */
export function DropZone() {
  const send = useSend();
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    let depth = 0;
    const enter = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      depth += 1;
      setOver(true);
    };
    const leave = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      depth = Math.max(0, depth - 1);
      if (depth === 0) setOver(false);
    };
    const over = (event: DragEvent) => {
      if (hasFiles(event)) event.preventDefault();
    };
    const drop = (event: DragEvent) => {
      depth = 0;
      setOver(false);
      if (!hasFiles(event)) return;
      event.preventDefault();
      const [file] = event.dataTransfer?.files ?? [];
      if (file) void read(send, file);
    };
    const events = { dragenter: enter, dragleave: leave, dragover: over, drop } as const;
    for (const [name, act] of Object.entries(events)) window.addEventListener(name as 'drop', act);
    return () => {
      for (const [name, act] of Object.entries(events)) window.removeEventListener(name as 'drop', act);
    };
  }, [send]);
  if (!isOver) return null;
  return (
    <output className="drop-zone">
      <span className="drop-card">
        <FileInput size={22} strokeWidth={1.75} aria-hidden />
        <strong>{text.groups.proposal.drop}</strong>
        <span>{text.groups.proposal.dropText}</span>
      </span>
    </output>
  );
}
