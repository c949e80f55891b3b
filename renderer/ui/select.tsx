import { CSPProvider } from '@base-ui/react/csp-provider';
import { Select as BaseSelect } from '@base-ui/react/select';
import { Check, ChevronDown } from 'lucide-react';
import './select.css';

/** One of a few values, each with a sentence of its own where it needs one. The page's policy allows no inline style elements. */
export function Select<T extends string>({
  label,
  value,
  options,
  onChange,
}: {
  /** The accessible name. */
  readonly label: string;
  readonly value: T;
  readonly options: readonly { readonly value: T; readonly label: string; readonly note?: string }[];
  readonly onChange: (value: T) => void;
}) {
  return (
    <CSPProvider disableStyleElements>
      <BaseSelect.Root items={options} value={value} onValueChange={(next) => next !== null && onChange(next)}>
        <BaseSelect.Trigger className="select" aria-label={label}>
          <BaseSelect.Value />
          <BaseSelect.Icon>
            <ChevronDown size={14} strokeWidth={1.75} aria-hidden />
          </BaseSelect.Icon>
        </BaseSelect.Trigger>
        <BaseSelect.Portal>
          <BaseSelect.Positioner
            className="menu-positioner"
            // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- it has a role of its own, which this replaces
            role="region"
            aria-label={label}
            align="end"
            sideOffset={6}
            collisionPadding={8}
            alignItemWithTrigger={false}
          >
            <BaseSelect.Popup className="menu scroll">
              {options.map((option) => (
                <BaseSelect.Item className="menu-item select-item" key={option.value} value={option.value}>
                  <span className="menu-item-words">
                    <BaseSelect.ItemText className="menu-item-label">{option.label}</BaseSelect.ItemText>
                    {option.note ? <span className="menu-item-note">{option.note}</span> : null}
                  </span>
                  <BaseSelect.ItemIndicator className="select-check">
                    <Check size={16} strokeWidth={1.75} aria-hidden />
                  </BaseSelect.ItemIndicator>
                </BaseSelect.Item>
              ))}
            </BaseSelect.Popup>
          </BaseSelect.Positioner>
        </BaseSelect.Portal>
      </BaseSelect.Root>
    </CSPProvider>
  );
}
