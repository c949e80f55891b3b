import { ChevronDown } from 'lucide-react';
import type { KitRole } from '../../electron/contract/kit.ts';
import type { KitFormat } from '../../electron/contract/kit-formats.ts';
import { formatName } from '../../electron/contract/kit-words.ts';
import { text } from '../text/text.ts';
import { Menu, MenuGroup, MenuItem } from '../ui/menu.tsx';

const ENVIRONMENT: ReadonlySet<KitFormat> = new Set(['dotenv', 'export', 'env-file', 'compose']);

/** Everything that can be copied, best first. */
export function CopyMenu({
  role,
  formats,
  onCopy,
}: {
  readonly role: KitRole;
  readonly formats: readonly KitFormat[];
  readonly onCopy: (format: KitFormat) => void;
}) {
  const group = (heading: string, of: readonly KitFormat[]) =>
    of.length === 0 ? null : (
      <MenuGroup heading={heading}>
        {of.map((format) => (
          <MenuItem key={format} onSelect={() => onCopy(format)}>
            {formatName(role, format)}
          </MenuItem>
        ))}
      </MenuGroup>
    );
  return (
    <Menu
      align="end"
      trigger={
        <button
          type="button"
          className="button kit-more"
          data-look="plain"
          aria-label={text.kit.more}
          title={text.kit.more}
        >
          <ChevronDown size={16} strokeWidth={1.75} aria-hidden />
        </button>
      }
    >
      {group(
        text.kit.moreHeading,
        formats.filter((format) => !ENVIRONMENT.has(format)),
      )}
      {group(
        text.kit.environment,
        formats.filter((format) => ENVIRONMENT.has(format)),
      )}
    </Menu>
  );
}
