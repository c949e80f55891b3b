import { ChevronRight, Eye, EyeOff, LogIn } from 'lucide-react';
import { type SyntheticEvent, useRef, useState } from 'react';
import type { SignIn } from '../../electron/contract/session.ts';
import { ProblemCard } from '../problems/problem-card.tsx';
import { useSend } from '../send.ts';
import { useSession } from '../session.ts';
import { text } from '../text/text.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { AdvancedFields } from './advanced-fields.tsx';
import { type Advanced, DEFAULT_HOST, wrongAdvanced } from './advanced.ts';

const isUntrusted = (signIn: SignIn) => signIn.state === 'failed' && signIn.problem.code === 'certificate-untrusted';

/**
 * The token lives in this component's memory and in the one command that takes it to the app. It is dropped once the
 * sign-in has succeeded, and with the component; after a failure it stays, so that a wrong host can be mended without it.
 */
export function SignInForm({
  host = DEFAULT_HOST,
  onCancel,
}: {
  readonly host?: string;
  readonly onCancel?: () => void;
}) {
  const send = useSend();
  const signIn = useSession((state) => state.signIn);
  const [token, setToken] = useState('');
  const [shown, setShown] = useState(false);
  const [open, setOpen] = useState(host !== DEFAULT_HOST || isUntrusted(signIn));
  const [advanced, setAdvanced] = useState<Advanced>({ host, teamId: '', ca: '' });
  const [tried, setTried] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const checking = signIn.state === 'checking';
  const wrong = wrongAdvanced(advanced);
  const missing = tried && token.trim() === '';

  const [before, setBefore] = useState(signIn);
  if (before !== signIn) {
    setBefore(signIn);
    if (before.state === 'checking' && signIn.state === 'idle') {
      setToken('');
      setShown(false);
      setTried(false);
    }
    if (isUntrusted(signIn)) setOpen(true);
  }

  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    setTried(true);
    if (checking) return;
    if (token.trim() === '') {
      field.current?.focus();
      return;
    }
    if (wrong) {
      setOpen(true);
      return;
    }
    const teamId = advanced.teamId.trim();
    const ca = advanced.ca.trim();
    void send({
      type: 'account.sign-in',
      token: token.trim(),
      host: advanced.host.trim().replace(/\/+$/, '') || DEFAULT_HOST,
      ...(teamId && { teamId }),
      ...(ca && { ca }),
    });
  };

  return (
    <form className="sign-in-form" onSubmit={submit} noValidate aria-busy={checking}>
      {signIn.state === 'failed' ? (
        <div role="alert">
          <ProblemCard problem={signIn.problem} scope="sign-in" />
        </div>
      ) : null}
      <Field
        ref={field}
        label={text.signIn.token}
        hint={text.signIn.tokenHint}
        error={missing ? text.signIn.tokenMissing : undefined}
        type={shown ? 'text' : 'password'}
        placeholder={text.signIn.tokenPlaceholder}
        autoComplete="off"
        autoCapitalize="off"
        autoCorrect="off"
        spellCheck={false}
        readOnly={checking}
        value={token}
        onChange={(event) => setToken(event.target.value)}
        end={
          <IconButton
            label={shown ? text.signIn.hide : text.signIn.show}
            aria-pressed={shown}
            icon={shown ? EyeOff : Eye}
            onClick={() => setShown(!shown)}
          />
        }
      />
      <div className="sign-in-advanced">
        <button
          type="button"
          className="sign-in-more"
          aria-expanded={open}
          data-open={open || undefined}
          onClick={() => setOpen(!open)}
        >
          <ChevronRight size={14} strokeWidth={2} aria-hidden />
          <span>{text.signIn.advanced}</span>
          <span className="sign-in-more-hint truncate">{text.signIn.advancedHint}</span>
        </button>
        {open ? (
          <AdvancedFields
            value={advanced}
            onChange={setAdvanced}
            wrong={tried ? wrong : undefined}
            disabled={checking}
          />
        ) : null}
      </div>
      <div className="sign-in-buttons">
        {onCancel ? <Button onClick={onCancel}>{text.signIn.cancel}</Button> : null}
        <Button look="primary" icon={LogIn} submit busy={checking}>
          {checking ? text.signIn.checking : text.signIn.submit}
        </Button>
      </div>
    </form>
  );
}
