import type { RemotePort, Resource } from '../../electron/contract/catalog.ts';
import type { Forward } from '../../electron/contract/forward.ts';
import { useSend } from '../send.ts';
import { portName } from '../projects/resource-words.ts';
import { text } from '../text/text.ts';
import { Select } from '../ui/select.tsx';
import './choices.css';

/** Every port that is known of the resource, those that the wish leaves out as well. */
function knownPorts(forward: Forward | undefined, resource: Resource | undefined): readonly RemotePort[] {
  const byNumber = new Map<number, RemotePort>();
  for (const number of forward?.wish.ports ?? []) byNumber.set(number, { number, protocol: 'TCP' });
  for (const tunnel of Object.values(forward?.tunnels ?? {})) byNumber.set(tunnel.port.number, tunnel.port);
  for (const port of resource?.ports ?? []) byNumber.set(port.number, port);
  return [...byNumber.values()].sort((a, b) => a.number - b.number);
}

function PortChoice({
  port,
  checked,
  last,
  onChange,
}: {
  readonly port: RemotePort;
  readonly checked: boolean;
  /** The only one left: a forward of no port would be none. */
  readonly last: boolean;
  readonly onChange: (on: boolean) => void;
}) {
  return (
    <label className="port-choice">
      <input
        type="checkbox"
        className="check-box"
        checked={checked}
        disabled={last}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <bdi className="truncate">{portName(port)}</bdi>
      <span className="mono">{port.number}</span>
    </label>
  );
}

/** Which ports are forwarded. Nothing to choose where there is one. */
export function PortsField({
  forward,
  resource,
}: {
  readonly forward: Forward;
  readonly resource: Resource | undefined;
}) {
  const send = useSend();
  const { id, wish } = forward;
  const ports = knownPorts(forward, resource);
  if (ports.length < 2 && !wish.ports) return null;
  const isOn = ({ number }: RemotePort) => wish.ports?.includes(number) ?? true;
  const on = ports.filter(isOn);
  // Of an addon only the forwarded ports are known: of it "all" can only be asked for as such.
  const isWhole = resource?.ports !== undefined;
  const choose = (port: RemotePort, add: boolean) => {
    const next = ports.filter((each) => (each.number === port.number ? add : isOn(each))).map((each) => each.number);
    const all = isWhole && next.length === ports.length;
    void send({ type: 'forward.ports', id, ...(!all && { ports: next }) });
  };
  return (
    <section className="choice-field" aria-labelledby={`ports-${id}`}>
      <div className="guard-head">
        <h3 className="about-heading" id={`ports-${id}`}>
          {text.details.forwardedPorts}
        </h3>
        {wish.ports ? (
          <button type="button" className="link" onClick={() => void send({ type: 'forward.ports', id })}>
            {text.details.allPorts}
          </button>
        ) : null}
      </div>
      <div className="port-choices">
        {ports.map((port) => (
          <PortChoice
            key={port.number}
            port={port}
            checked={isOn(port)}
            last={on.length === 1 && isOn(port)}
            onChange={(add) => choose(port, add)}
          />
        ))}
      </div>
    </section>
  );
}

const ANY = '';

/** Which instance serves; one that is chosen but gone stays in the list, so that the choice can be seen. */
export function InstanceField({ forward }: { readonly forward: Forward }) {
  const send = useSend();
  const { id, wish, instances = [] } = forward;
  const listed =
    wish.instance === undefined || instances.includes(wish.instance) ? instances : [...instances, wish.instance];
  if (listed.length < 2 && wish.instance === undefined) return null;
  const options = [
    { value: ANY, label: text.details.anyInstance },
    ...listed.map((value) => ({
      value,
      label: value,
      ...(!instances.includes(value) && { note: text.details.instanceGone }),
    })),
  ];
  return (
    <section className="choice-field">
      <div className="guard-head">
        <h3 className="about-heading">{text.details.instance}</h3>
        <Select
          label={text.details.instance}
          value={wish.instance ?? ANY}
          options={options}
          onChange={(value) => void send({ type: 'forward.instance', id, ...(value !== ANY && { instance: value }) })}
        />
      </div>
    </section>
  );
}
