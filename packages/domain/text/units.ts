/** Signs and words of money and measures; the value is the normal form. */
const table = (rows: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    rows
      .trim()
      .split(/\s*\n\s*/)
      .flatMap((row) => {
        const [normal = '', ...words] = row.split(/\s+/)
        return words.map((word) => [word.replaceAll('_', ' '), normal])
      }),
  )

/** Written before the amount. */
export const currencySigns = table(`
  USD US$ $
  AUD A$
  CAD C$
  BRL R$
  EUR €
  GBP £
  JPY ¥ ￥
  INR ₹
  KRW ₩
  RUB ₽
  TRY ₺
`)

/** Written after the amount, lower case. */
export const currencyWords = table(`
  EUR euro euros eur €
  USD dollar dollars dólares dollari usd $
  GBP pounds pfund libras livres sterline gbp £
  JPY yen jpy 円
  CHF chf franken
  SEK sek
  NOK nok
  DKK dkk
  PLN pln zł
  BRL reais brl
  CNY yuan cny 元
  INR inr rupees
`)

/** Lower case. */
export const units = table(`
  % % ٪
  ‰ ‰
  km km kilometre kilometres kilometer kilometers kilometern kilomètre kilomètres kilómetros chilometri quilómetros quilômetros
  m m metre metres meters meter metern mètres metros metri
  cm cm
  mm mm
  mi miles meilen
  kg kg kilo kilos kilograms kilogramm
  g g gram grams gramm
  t t tonne tonnes tons tonnen toneladas tonnellate
  l l litre litres liter liters litri litros
  ml ml
  kW kw
  MW mw megawatt megawatts
  GW gw
  kWh kwh
  MWh mwh
  GWh gwh
  W w
  V v
  Hz hz
  MHz mhz
  GHz ghz
  kB kb
  MB mb
  GB gb
  TB tb
  ms ms milliseconds millisekunden
  °C °c
  °F °f
  ° °
  m² m² quadratmeter
  km² km²
  ha ha hectare hectares hektar hectáreas ettari
  km/h km/h
  mph mph
  dB db
`)
