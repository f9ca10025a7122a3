import type { ReactNode } from 'react'
import { classes } from './classes.ts'

export interface Column<Row> {
  readonly id: string
  readonly head: ReactNode
  readonly cell: (row: Row) => ReactNode
  /** Numbers and times stand at the end edge and align. */
  readonly figures?: boolean | undefined
  readonly className?: string | undefined
}

interface Props<Row> {
  caption: string
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  rowKey: (row: Row) => string
}

/** A plain table with a head that stays. The first column names the row. */
export function DataTable<Row>({ caption, columns, rows, rowKey }: Props<Row>) {
  return (
    <div className="relative overflow-x-auto">
      <table className="w-full border-collapse">
        <caption className="heard-only">{caption}</caption>
        <thead className="sticky top-0 bg-surface">
          <tr>
            {columns.map((column) => (
              <th
                key={column.id}
                scope="col"
                className={classes(
                  'border-b border-line px-3 py-2 text-row font-medium text-ink-2',
                  column.figures ? 'text-end' : 'text-start',
                  column.className,
                )}
              >
                {column.head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)} className="h-(--row) border-b border-line last:border-0 hover:bg-canvas">
              {columns.map((column, index) => {
                const style = classes(
                  'px-3 py-1 text-body',
                  column.figures ? 'figures text-end' : 'text-start',
                  column.className,
                )
                return index === 0 ? (
                  <th key={column.id} scope="row" className={classes(style, 'font-normal')}>
                    {column.cell(row)}
                  </th>
                ) : (
                  <td key={column.id} className={style}>
                    {column.cell(row)}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
