import { Checkbox } from '@base-ui/react/checkbox';
import { Switch as BaseSwitch } from '@base-ui/react/switch';
import './switch.css';

type SwitchProps = {
  /** The accessible name. */
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly tabIndex?: number;
  readonly disabled?: boolean;
};

export function Switch({ label, checked, onChange, tabIndex, disabled = false }: SwitchProps) {
  return (
    <BaseSwitch.Root
      className="switch"
      aria-label={label}
      checked={checked}
      disabled={disabled}
      onCheckedChange={onChange}
      {...(tabIndex !== undefined && { tabIndex })}
    >
      <BaseSwitch.Thumb className="switch-thumb" />
    </BaseSwitch.Root>
  );
}

/**
 * A switch for many things at once. A switch has no mixed state for assistive technology, a checkbox has one: so it looks
 * like the first and is the second.
 */
export function MixedSwitch({
  label,
  checked,
  onChange,
  disabled = false,
}: Omit<SwitchProps, 'checked' | 'tabIndex'> & { readonly checked: boolean | 'mixed' }) {
  return (
    <Checkbox.Root
      className="switch"
      aria-label={label}
      checked={checked === true}
      indeterminate={checked === 'mixed'}
      disabled={disabled}
      onCheckedChange={onChange}
    >
      <span className="switch-thumb" />
    </Checkbox.Root>
  );
}
