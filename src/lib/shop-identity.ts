/** Who the shop is, ready to be written on mails, pages and papers. */

export interface ShopIdentity {
  readonly name: string | undefined;
  /** Line by line. */
  readonly address: readonly string[];
  readonly contact: string | undefined;
  readonly url: string | undefined;
  readonly imprint: readonly string[];
  /** A PNG or JPEG file. */
  readonly logo: string | undefined;
  /** `#1f5f4a` */
  readonly color: string;
  /** What can be read on that colour: white or black. */
  readonly ink: string;
}

interface IdentitySettings {
  readonly shopName?: string | undefined;
  readonly shopAddress?: string | undefined;
  readonly shopContact?: string | undefined;
  readonly shopUrl?: string | undefined;
  readonly shopImprint?: string | undefined;
  readonly shopLogo?: string | undefined;
  readonly shopColor: string;
}

export const identityOf = (settings: IdentitySettings): ShopIdentity => ({
  name: settings.shopName,
  address: linesOf(settings.shopAddress),
  contact: settings.shopContact,
  url: settings.shopUrl,
  imprint: linesOf(settings.shopImprint),
  logo: settings.shopLogo,
  color: settings.shopColor,
  ink: inkOn(settings.shopColor),
});

/** What stands below a mail or a page; nothing where nothing is set. */
export const signature = ({ name, address, contact, url, imprint }: ShopIdentity): string[] =>
  [[name, ...address].filter(Boolean).join(' · '), [contact, url].filter(Boolean).join(' · '), ...imprint].filter(
    (line) => line !== '',
  );

const linesOf = (text: string | undefined): string[] =>
  (text ?? '')
    .split('|')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** White or black, whichever has the greater contrast (WCAG 2, relative luminance). */
function inkOn(color: string): string {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  return luminance > 0.179 ? '#000000' : '#ffffff';
}
