import { type MailTemplate, parcelNews, sampleMail, sampleShipment } from '../order-mail.ts';

export const parcelArriving: MailTemplate = {
  code: 'parcel-arriving',
  content: (mail, say) => parcelNews(mail, say, say.mails.arriving),
  sample: sampleMail({ shipment: sampleShipment }),
};
