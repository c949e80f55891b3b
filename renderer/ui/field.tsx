import { CircleAlert } from 'lucide-react';
import { type ComponentProps, type ReactNode, useId } from 'react';
import './field.css';

type Frame = {
  readonly label: string;
  /** Shown smaller behind the label. */
  readonly mark?: string;
  readonly hint?: string | undefined;
  /** Replaces the hint and marks the field as wrong. */
  readonly error?: string | undefined;
  /** Inside the frame, at its end. */
  readonly end?: ReactNode;
};

function useFrame({ hint, error }: Frame) {
  const id = useId();
  return {
    id,
    noteId: `${id}-note`,
    aria: {
      id,
      'aria-invalid': error ? true : undefined,
      'aria-describedby': hint || error ? `${id}-note` : undefined,
    },
  };
}

function FieldFrame({
  id,
  noteId,
  frame,
  children,
}: {
  id: string;
  noteId: string;
  frame: Frame;
  children: ReactNode;
}) {
  const { label, mark, hint, error, end } = frame;
  return (
    <div className="field" data-wrong={error ? true : undefined}>
      <label className="field-label" htmlFor={id}>
        {label}
        {mark ? <span className="field-mark">{mark}</span> : null}
      </label>
      <div className="field-box">
        {children}
        {end}
      </div>
      {hint || error ? (
        <p className="field-note" id={noteId}>
          {error ? <CircleAlert size={13} strokeWidth={2} aria-hidden /> : null}
          {error ?? hint}
        </p>
      ) : null}
    </div>
  );
}

export function Field({ label, mark, hint, error, end, ...input }: Frame & ComponentProps<'input'>) {
  const frame: Frame = { label, hint, error, end, ...(mark !== undefined && { mark }) };
  const { id, noteId, aria } = useFrame(frame);
  return (
    <FieldFrame id={id} noteId={noteId} frame={frame}>
      <input {...input} {...aria} className="field-input" />
    </FieldFrame>
  );
}

export function TextField({ label, mark, hint, error, end, ...area }: Frame & ComponentProps<'textarea'>) {
  const frame: Frame = { label, hint, error, end, ...(mark !== undefined && { mark }) };
  const { id, noteId, aria } = useFrame(frame);
  return (
    <FieldFrame id={id} noteId={noteId} frame={frame}>
      <textarea {...area} {...aria} className="field-input field-area scroll mono" />
    </FieldFrame>
  );
}
