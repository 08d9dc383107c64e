/** Open uploads in memory, with the table's bound. */
import type { HomeAddress } from '../../shared/address/alias.ts';
import type { Upload, UploadStore } from '../../shared/store/uploads.ts';

export function memoryUploads(): UploadStore {
  const byHome = new Map<HomeAddress, Map<string, Upload>>();
  const openOf = (home: HomeAddress, now: number): Map<string, Upload> => {
    const open = new Map([...(byHome.get(home) ?? [])].filter(([, { expiresAt }]) => expiresAt > now));
    byHome.set(home, open);
    return open;
  };
  return {
    open: (home, upload, most, now) => {
      const open = openOf(home, now);
      if (open.size >= most) return Promise.resolve('too-many');
      open.set(upload.id, upload);
      return Promise.resolve('opened');
    },
    list: (home, now) => Promise.resolve(openOf(home, now)),
    close: (home, ids) => {
      for (const id of ids) byHome.get(home)?.delete(id);
      return Promise.resolve();
    },
  };
}
