export { Button, type ButtonProps, IconButton, type IconButtonProps } from './button'
export { Checkbox, type CheckboxProps } from './checkbox'
export { classes } from './classes'
export { CoverImage, type CoverImageProps, coverUrl } from './cover-image'
export { Dialog, type DialogProps } from './dialog'
export { formatLength, formatSize } from './format'
export { formatName } from './format-name'
export {
  ActionIcon,
  ChevronIcon,
  CloseIcon,
  DownIcon,
  EditIcon,
  LockIcon,
  LookUpIcon,
  NoteIcon,
  RenameIcon,
  RevertIcon,
  UpIcon,
  WarningIcon,
} from './icons'
export { type KeyHint, KeyHints } from './key-hints'
export { isMac, type KeyPress, keyText, matches, modHeld, useKeyText } from './keys'
export { Menu, type MenuEntry, type MenuProps } from './menu'
export { closeNotice, type Notice, notices, notify } from './notice'
export { Notices } from './notices'
export { Place, type PlaceProps } from './place'
export { Progress, type ProgressProps, Spinner } from './progress'
export { secondsLeft } from './seconds-left'
export { Select, type SelectProps } from './select'
export { TextField, type TextFieldProps } from './text-field'
export { TickRows, type TickRowsProps } from './tick-rows'
export { Tooltip, type TooltipProps } from './tooltip'
export { TranslateProvider, useLanguage, useTranslate } from './translate'
export { useReturnedFocus } from './use-returned-focus'
export { useTicking } from './use-ticking'
