/** A language as far as it tells encodings apart. */
export interface WrittenLanguage {
  readonly script: 'Latin' | 'Cyrillic' | 'Greek' | 'Hebrew' | 'Arabic' | 'Thai';
  /** Latin: the letters that ASCII lacks. Others: every letter, the most frequent first. All small. */
  readonly letters: string;
  /** What no word of it has, for languages whose spelling is strict about such letters. */
  readonly impossible?: RegExp;
}

function latin(letters: string, impossible?: RegExp): WrittenLanguage {
  return { script: 'Latin', letters, ...(impossible ? { impossible } : {}) };
}

/** Dots that part two vowels stand behind a vowel. */
const loneDots = /(?<![aeiouyàâéœ])[ëï]/;

const western: WrittenLanguage[] = [
  latin('äöüß'), // German
  latin('àâæçéèêëîïôœùûüÿ', /(?<![aeiouyàâéœ])[ëï]|(?<!^o)ù|ù./), // French
  latin('áéíñóúü', /ñ(?![aeiouáéíóúü])/), // Spanish
  latin('áâãàçéêíóôõúü'), // Portuguese
  latin('àèéìîòù', /[àèéìîòù].|[aeo][àèéìîòù]/), // Italian
  latin('àçèéíïòóúü'), // Catalan
  latin('àáèéëïóöüê', loneDots), // Dutch
  latin('æøåéôòóê'), // Danish, Norwegian
  latin('åäöéà'), // Swedish, Finnish
  latin('áæðéíóöþúý', /^ð|þ$/), // Icelandic
];

const central: WrittenLanguage[] = [
  latin('äöüß'), // German
  latin('ąćęłńóśźż', /ń[aeiouyóąę]|^[ąęń]/), // Polish
  latin('áčďéěíňóřšťúůýž'), // Czech
  latin('áäčďéíĺľňóôŕšťúýž'), // Slovak
  latin('áéíóöőúüű'), // Hungarian
  latin('ăâîşţ'), // Romanian
  latin('čćđšž'), // Croatian, Slovenian
  latin('çë'), // Albanian
];

const cyrillic: WrittenLanguage[] = [
  { script: 'Cyrillic', letters: 'оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё' }, // Russian
  { script: 'Cyrillic', letters: 'оанивіертсклудмпяьзгбйчхцїжюєшщфґ' }, // Ukrainian
  { script: 'Cyrillic', letters: 'аоеинтрсвлкдпмзяугбчъжщхцйшюфь' }, // Bulgarian
  { script: 'Cyrillic', letters: 'аиоенрсјтукдвмплзгбчшхцњжћљђџф' }, // Serbian
  { script: 'Cyrillic', letters: 'анеіыотрслкяудвмзпьцбйчхгжюэфшўё' }, // Belarusian
];

/** An encoding that a text without a mark may have. */
export interface Candidate {
  /** As the Encoding Standard names it. */
  readonly label: string;
  readonly languages: readonly WrittenLanguage[];
  /** Met so seldom that little evidence for it is none, and that it is no doubt about another that fits well. */
  readonly isRare?: true;
  /** Chinese, Japanese, Korean: several bytes a character. */
  readonly isWide?: true;
}

/** The likeliest first, where nothing else tells them apart. */
export const candidates: readonly Candidate[] = [
  { label: 'windows-1252', languages: western },
  { label: 'windows-1250', languages: central },
  { label: 'windows-1251', languages: cyrillic },
  { label: 'windows-1254', languages: [...western.slice(0, 2), latin('âçğıîöşüûi\u0307', /^ğ/)] },
  {
    label: 'windows-1253',
    languages: [{ script: 'Greek', letters: 'αοιετσνηυρπκμλςωδγχθφβξζψάέήίόύώϊϋΐΰ' }],
  },
  { label: 'windows-1255', languages: [{ script: 'Hebrew', letters: 'יוהלאתרמבשנעדחקפצכגטםזסןךףץ' }] },
  {
    label: 'windows-1256',
    languages: [{ script: 'Arabic', letters: 'اليمونترةبعدسفهكقحجشطصخضذثزغظءأإآىؤئپچژگ' }],
  },
  { label: 'gb18030', languages: [], isWide: true },
  { label: 'shift_jis', languages: [], isWide: true },
  { label: 'big5', languages: [], isWide: true },
  { label: 'euc-kr', languages: [], isWide: true },
  { label: 'euc-jp', languages: [], isWide: true },
  { label: 'windows-874', languages: [{ script: 'Thai', letters: '' }] },
  { label: 'koi8-r', languages: cyrillic },
  { label: 'iso-8859-2', languages: central, isRare: true },
  { label: 'iso-8859-15', languages: western, isRare: true },
  {
    label: 'windows-1257',
    languages: [latin('ąčęėįšųūž'), latin('āčēģīķļņšūž'), latin('äöõüšž')],
    isRare: true,
  },
  { label: 'ibm866', languages: cyrillic, isRare: true },
  { label: 'iso-8859-5', languages: cyrillic, isRare: true },
  { label: 'macintosh', languages: western, isRare: true },
];
