import type { ReactNode } from 'react'
import { Horn } from '../../shell/horn.tsx'

/** The one card of a page outside of any workspace. */
export function AccessCard({ title, says, children }: { title: string; says?: ReactNode; children: ReactNode }) {
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-md flex-col justify-center gap-5 p-4 pb-[12dvh]">
      <p className="flex items-center gap-2 font-strong">
        <Horn />
        Posthorn
      </p>
      <section className="card flex flex-col gap-4 p-5 rail:p-6">
        <header>
          <h1 className="text-title font-strong">{title}</h1>
          {says !== undefined && <p className="mt-1 text-ink-2">{says}</p>}
        </header>
        {children}
      </section>
    </main>
  )
}
