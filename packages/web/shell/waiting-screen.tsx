import { Skeleton } from '../components/skeleton.tsx'

/** While a whole page is on its way. */
export const WaitingScreen = () => (
  <div className="mx-auto w-full max-w-3xl p-6">
    <Skeleton rows={6} />
  </div>
)
