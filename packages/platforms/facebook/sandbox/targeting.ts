/** Who a post is meant for: `targeting` and `feed_targeting` (sheet 7). */
import { z } from 'zod'
import { badParameter } from '../../sandbox/graph/errors.ts'

const region = z.looseObject({ key: z.union([z.string(), z.number()]), country: z.string().optional() })
const places = z.looseObject({
  countries: z.array(z.string().regex(/^[A-Z]{2}$/)).optional(),
  regions: z.array(region).optional(),
  cities: z.array(region).optional(),
  zips: z.array(z.looseObject({ key: z.string() })).optional(),
})
const shape = z.strictObject({
  geo_locations: places.optional(),
  excluded_countries: z.array(z.string()).optional(),
  excluded_regions: z.array(z.unknown()).optional(),
  excluded_cities: z.array(z.unknown()).optional(),
  excluded_zipcodes: z.array(z.unknown()).optional(),
  locales: z.array(z.union([z.string(), z.number()])).optional(),
  age_min: z.union([z.literal(13), z.literal(15), z.literal(18), z.literal(21), z.literal(25)]).optional(),
})
/** The soft one takes more, of which the documents give no closed list. */
const softShape = z.looseObject({
  geo_locations: places.optional(),
  age_min: z.number().optional(),
  age_max: z.number().optional(),
})

/** Throws code 100 for a value that names nobody. */
export function checkTargeting(value: unknown, name: 'targeting' | 'feed_targeting'): void {
  if (value === undefined) return
  const parsed = (name === 'targeting' ? shape : softShape).safeParse(value)
  if (!parsed.success) throw badParameter(`Param ${name} is invalid: ${z.prettifyError(parsed.error)}`)
  const { countries = [], regions = [] } = parsed.data.geo_locations ?? {}
  const both = regions.find((one) => one.country !== undefined && countries.includes(one.country))
  if (both) throw badParameter('Some of your locations overlap. Try removing a location.', 1487756)
}
