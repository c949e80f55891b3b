import { useState } from 'react';
import { countCertificates, isProxyAddress } from '../../../electron/contract/network-settings.ts';
import { wrongCertificates } from '../../account/advanced.ts';
import { CertificateFile } from '../../account/certificate-file.tsx';
import { text } from '../../text/text.ts';
import { Field, TextField } from '../../ui/field.tsx';
import { useSettings } from '../rows.tsx';

/** What is typed, until it is whole: told when the field is left, so that half an address is never a way. */
function useDraft(
  saved: string,
  { save, wrong }: { save: (value: string) => void; wrong: (value: string) => string | undefined },
) {
  const [typed, setTyped] = useState<string>();
  const value = typed ?? saved;
  const error = typed === undefined ? undefined : wrong(typed.trim());
  const leave = () => {
    if (typed === undefined || error !== undefined) return;
    if (typed.trim() !== saved) save(typed.trim());
    setTyped(undefined);
  };
  return { value, error, setTyped, leave };
}

function ProxyRow() {
  const [{ proxy }, change] = useSettings();
  const { network: words } = text.settings;
  const { value, error, setTyped, leave } = useDraft(proxy, {
    save: (next) => change({ proxy: next }),
    wrong: (next) => (next === '' || isProxyAddress(next) ? undefined : words.proxyWrong),
  });
  return (
    <div className="setting">
      <div className="setting-words">
        <Field
          label={words.proxy}
          hint={words.proxyHint}
          error={error}
          placeholder="http://proxy.example:3128"
          autoComplete="off"
          spellCheck={false}
          value={value}
          onChange={(event) => setTyped(event.currentTarget.value)}
          onBlur={leave}
          onKeyDown={(event) => event.key === 'Enter' && leave()}
        />
      </div>
    </div>
  );
}

function CertificatesRow() {
  const [{ ca }, change] = useSettings();
  const { network: words } = text.settings;
  const save = (next: string) => change({ ca: next });
  const { value, error, setTyped, leave } = useDraft(ca, { save, wrong: wrongCertificates });
  const found = countCertificates(value);

  const read = (content: string) => {
    const pem = content.trim();
    // An empty file is a slip. Left in the field it would be saved, and take away the certificates that are.
    if (pem === '') return;
    const isWrong = wrongCertificates(pem) !== undefined;
    setTyped(isWrong ? pem : undefined);
    if (!isWrong) save(pem);
  };

  return (
    <div className="setting">
      <div className="setting-words setting-fields">
        <TextField
          label={words.ca}
          hint={found > 0 ? text.signIn.caFound(found) : words.caHint}
          error={error}
          placeholder={text.signIn.caPlaceholder}
          autoComplete="off"
          spellCheck={false}
          value={value}
          onChange={(event) => setTyped(event.currentTarget.value)}
          onBlur={leave}
        />
        <CertificateFile onRead={read} />
      </div>
    </div>
  );
}

/** The way to Northflank and whom it is trusted by, for all accounts. */
export function NetworkSection() {
  return (
    <>
      <ProxyRow />
      <CertificatesRow />
    </>
  );
}
