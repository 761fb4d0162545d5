import type { ElectronApplication } from '@playwright/test'

/** There is no keyring here: the system's encryption is replaced by one that turns each byte over. */
export const haveKeyring = (app: ElectronApplication): Promise<void> =>
  app.evaluate(({ safeStorage }) => {
    const turned = (bytes: Buffer) => Buffer.from(bytes.map((byte) => byte ^ 0xff))
    safeStorage.isEncryptionAvailable = () => true
    safeStorage.getSelectedStorageBackend = () => 'gnome_libsecret'
    safeStorage.encryptString = (text) => turned(Buffer.from(text))
    safeStorage.decryptString = (bytes) => turned(bytes).toString()
  })
