import { countCertificates } from '../../electron/contract/network-settings.ts';
import { text } from '../text/text.ts';
import { Field, TextField } from '../ui/field.tsx';
import { type Advanced, DEFAULT_HOST, type WrongAdvanced } from './advanced.ts';
import { CertificateFile } from './certificate-file.tsx';

/** For a platform of one's own, an organisation's token, or a company's proxy. */
export function AdvancedFields({
  value,
  onChange,
  wrong,
  again,
  disabled,
}: {
  readonly value: Advanced;
  readonly onChange: (value: Advanced) => void;
  readonly wrong: WrongAdvanced | undefined;
  /** What is left empty stays as it was for this account. */
  readonly again: boolean;
  readonly disabled: boolean;
}) {
  const found = countCertificates(value.ca);

  return (
    <div className="sign-in-fields">
      {again ? <p className="sign-in-again">{text.signIn.againHint}</p> : null}
      <Field
        label={text.signIn.host}
        hint={text.signIn.hostHint}
        error={wrong?.host}
        type="url"
        placeholder={DEFAULT_HOST}
        autoComplete="off"
        spellCheck={false}
        readOnly={disabled}
        value={value.host}
        onChange={(event) => onChange({ ...value, host: event.target.value })}
      />
      <Field
        label={text.signIn.team}
        mark={text.signIn.optional}
        hint={text.signIn.teamHint}
        autoComplete="off"
        spellCheck={false}
        readOnly={disabled}
        value={value.teamId}
        onChange={(event) => onChange({ ...value, teamId: event.target.value })}
      />
      <Field
        label={text.signIn.proxy}
        mark={text.signIn.optional}
        hint={text.signIn.proxyHint}
        error={wrong?.proxy}
        placeholder="http://proxy.example:3128"
        autoComplete="off"
        spellCheck={false}
        readOnly={disabled}
        value={value.proxy}
        onChange={(event) => onChange({ ...value, proxy: event.target.value })}
      />
      <TextField
        label={text.signIn.ca}
        mark={text.signIn.optional}
        hint={found > 0 ? text.signIn.caFound(found) : text.signIn.caHint}
        error={wrong?.ca}
        placeholder={text.signIn.caPlaceholder}
        autoComplete="off"
        spellCheck={false}
        readOnly={disabled}
        value={value.ca}
        onChange={(event) => onChange({ ...value, ca: event.target.value })}
      />
      <CertificateFile onRead={(ca) => onChange({ ...value, ca })} disabled={disabled} />
    </div>
  );
}
