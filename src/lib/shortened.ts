/** Numbers that a spreadsheet has written with an exponent: the digits that made them a number of something are gone. */

export const isShortened = (cell: string): boolean => /^\d+([.,]\d+)?E\+?\d+$/i.test(cell.trim());

export const SHORTENED = 'was shortened by a spreadsheet; format the column as text and save it again';
