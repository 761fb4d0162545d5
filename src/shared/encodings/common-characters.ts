import type { RepairEncoding } from './read-again'

/** The commonest characters of running text and of titles, enough to tell the encodings apart. */
const simplified =
  '的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运笔雪花爱风夜梦歌曲心雨春秋月星空泪恋'
const traditional =
  '的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自之年過發後作裡用道行所然家種事成方多經麼去法學如都同現當沒動面起看定天分還進好小部其些主樣理心她本前開但因只從想實日軍者意無力它與長把機十民第公此已工使情明性知全三又關點正業外將兩高間由問很最重並物手應戰向頭文體政美相見被利什二等產或新己制身果加西斯月話合回特代內信表化老給世位次度門任常先海通教兒原東聲提立及比員解水名真論處走義各入幾口認條平系氣題活爾更別打女變四神總何電數安少報才結反受目太量再感建務做接必場件計管期市直德資命山金指克許統區保至隊形社便空決治展馬科司五基眼書非則聽白卻界達光放強即像難且權思王象完設式色路記南品住告類求據程北邊死張該交規萬取拉格望覺術領共確傳師觀清今切院讓識候帶導爭運筆雪花愛風夜夢歌曲心雨春秋月星空淚戀'
const korean =
  '이다는을의에가고하지은로를사도한어기해자시나라리인그서아대일있수들보만정것으주여게제부구국우리상관과장전말원생마내오무스모년동면소진조공안세각경성용없때거위비신실문물와화미연회개결니운려심두히않러영방음했될된적였까요네데며던른야당저했너랑속눈빛밤꿈별길봄날꽃노래슬픔행복바람추억편안녕그대처럼같은'

const sets: Readonly<Record<string, ReadonlySet<string>>> = {
  gbk: new Set(simplified),
  big5: new Set(traditional),
  'euc-kr': new Set(korean),
}

/** Kana, and what stands between them: half-width ones are Shift-JIS’s answer to nearly every single byte. */
const japanese = /[\u3040-\u30ff\u3005\u300c-\u300f\uff01-\uff5e]/u
const kanjiOfAll = /\p{Script=Han}/u

const cyrillic = /[а-яёА-ЯЁ№«»–—…]/u

const western = /[À-ÖØ-öø-ÿŒœŠšŽž]/u

/** Whether a character is common in texts that use this encoding. */
export function isLikely(character: string, encoding: RepairEncoding): boolean {
  switch (encoding) {
    case 'windows-1251':
      return cyrillic.test(character)
    case 'shift_jis':
      return (
        japanese.test(character) ||
        (kanjiOfAll.test(character) && sets['gbk']?.has(character) === true) ||
        sets['big5']?.has(character) === true
      )
    case 'utf-8':
    case 'cyrillic-utf-8':
      return true
    case 'cyrillic-western':
      return western.test(character)
    default:
      return sets[encoding]?.has(character) === true
  }
}
