/** Extensions of files that are looked at in folders, in lower case. A file that was chosen itself always is. */
export const audioExtensions: readonly string[] = (
  'mp3 mp2 mp1 flac fla m4a m4b m4p m4r m4v mp4 aax 3gp 3g2 ogg oga opus spx oggflac wav bwf rf64 w64 ' +
  'wma asf aif aiff aifc ape wv mpc mp+ tta dsf dff mka webm aac ofr ofs tak'
).split(' ')
