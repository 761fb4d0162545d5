import { type BrowserWindow, dialog, type OpenDialogOptions } from 'electron'
import type { Translate } from '../../shared/i18n'
import { audioExtensions } from '../../shared/model'
import type { Dialogs } from '../ipc'

const pictureExtensions = ['jpg', 'jpeg', 'png', 'gif', 'webp', 'bmp']

export function createDialogs(options: {
  readonly window: () => BrowserWindow | undefined
  readonly translate: () => Translate
}): Dialogs {
  async function choose(how: OpenDialogOptions): Promise<readonly string[]> {
    const window = options.window()
    const { canceled, filePaths } = await (window === undefined
      ? dialog.showOpenDialog(how)
      : dialog.showOpenDialog(window, how))
    return canceled ? [] : filePaths
  }

  return {
    chooseMusic(what) {
      const translate = options.translate()
      if (what === 'folder') {
        return choose({
          title: translate('system.chooseFolder'),
          properties: ['openDirectory', 'multiSelections'],
        })
      }
      return choose({
        title: translate('system.chooseFiles'),
        properties: ['openFile', 'multiSelections'],
        filters: [
          { name: translate('system.filter.music'), extensions: [...audioExtensions] },
          { name: translate('system.filter.all'), extensions: ['*'] },
        ],
      })
    },
    async choosePicture() {
      const translate = options.translate()
      const [path] = await choose({
        title: translate('system.choosePicture'),
        properties: ['openFile'],
        filters: [{ name: translate('system.filter.pictures'), extensions: pictureExtensions }],
      })
      return path
    },
    async chooseCopy(path) {
      const window = options.window()
      const how = { title: options.translate()('system.saveCopy'), defaultPath: path }
      const { canceled, filePath } = await (window === undefined
        ? dialog.showSaveDialog(how)
        : dialog.showSaveDialog(window, how))
      return canceled || filePath === '' ? undefined : filePath
    },
  }
}
