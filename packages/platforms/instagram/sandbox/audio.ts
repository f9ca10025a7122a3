/** Tracks that can be laid over a reel at the Facebook login. */
const tracks = [
  { id: '1190000000000001', title: 'Harbour at Six', artist: 'The Practice Band', kind: 'music', seconds: 74 },
  { id: '1190000000000002', title: 'Slow Kettle', artist: 'Ines Made-Up', kind: 'music', seconds: 121 },
  { id: '1190000000000003', title: 'Original audio', artist: 'kestrelcoffee', kind: 'original_sound', seconds: 18 },
] as const

export const audioKinds = ['music', 'original_sound'] as const
export const trackOf = (id: string) => tracks.find((track) => track.id === id)
export const tracksOf = (kind: (typeof audioKinds)[number]) =>
  tracks
    .filter((track) => track.kind === kind)
    .map(({ id, title, artist, seconds }) => ({
      audio_id: id,
      title,
      display_artist: artist,
      duration_in_ms: seconds * 1000,
    }))
