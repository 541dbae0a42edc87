import { type MailTemplate, parcelNews, sampleMail, sampleShipment } from '../order-mail.ts';

export const parcelDelayed: MailTemplate = {
  code: 'parcel-delayed',
  content: (mail, say) => parcelNews(mail, say, say.mails.delayed),
  sample: sampleMail({ shipment: sampleShipment }),
};
