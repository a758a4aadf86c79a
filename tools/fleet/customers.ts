/** A customer of an invented consultancy: the name that its people use, and one in plain letters for addresses. */
export interface Customer {
  readonly name: string
  readonly slug: string
  readonly timezone: string
}

const rows: readonly (readonly [name: string, slug: string, timezone: string])[] = [
  ['Bäckerei Grünewald', 'gruenewald', 'Europe/Berlin'],
  ['Nordlys Havbruk', 'nordlys', 'Europe/Oslo'],
  ['Société Générale de Plomberie du Val-de-Marne', 'sgpvm', 'Europe/Paris'],
  ['Okavango Foods', 'okavango', 'Africa/Gaborone'],
  ['株式会社ひかり物流', 'hikari', 'Asia/Tokyo'],
  ['Müller & Söhne Präzisionsteile', 'mueller-soehne', 'Europe/Berlin'],
  ['Ribera Textil', 'ribera', 'Europe/Madrid'],
  ['Αιγαίο Ναυτιλιακή', 'aigaio', 'Europe/Athens'],
  ['Maple Ridge Outfitters', 'maple-ridge', 'America/Toronto'],
  ['Łódzkie Zakłady Spożywcze', 'lzs', 'Europe/Warsaw'],
  ['Kintaro Components', 'kintaro', 'Asia/Tokyo'],
  ['شركة النخيل للتجارة', 'nakheel', 'Asia/Dubai'],
  ['Århus Rederi', 'aarhus-rederi', 'Europe/Copenhagen'],
  ['Halden & Vik Trading', 'halden-vik', 'Europe/Oslo'],
  ['Yıldız Tekstil', 'yildiz', 'Europe/Istanbul'],
  ['Prairie Wind Cooperative', 'prairie-wind', 'America/Chicago'],
  ['서울정밀', 'seoul-precision', 'Asia/Seoul'],
  ['Fjordbank', 'fjordbank', 'Europe/Oslo'],
  ['Hôpitaux Réunis de l’Estuaire', 'hopitaux-estuaire', 'Europe/Paris'],
  ['Công ty Sông Hồng', 'song-hong', 'Asia/Ho_Chi_Minh'],
  ['Tierra Alta Minerals', 'tierra-alta', 'America/Santiago'],
  ['Čeřínek Sklo', 'cerinek', 'Europe/Prague'],
  ['Blue Heron Insurance', 'blue-heron', 'America/New_York'],
  ['深圳蓝鲸科技', 'lanjing', 'Asia/Shanghai'],
  ['Zürcher Privatversicherung', 'zuercher', 'Europe/Zurich'],
  ['Óbidos Conservas', 'obidos', 'Europe/Lisbon'],
  ['Karoo Solar', 'karoo', 'Africa/Johannesburg'],
  ['Північний Експрес', 'pivnichnyi', 'Europe/Kyiv'],
  ['Great Lakes Paper', 'great-lakes-paper', 'America/Detroit'],
  ['Gyöngyös Borászat', 'gyongyos', 'Europe/Budapest'],
  ['Te Awa Energy', 'te-awa', 'Pacific/Auckland'],
  ['מפעלי הגליל', 'galil', 'Asia/Jerusalem'],
  ['Saint-Exupéry Logistique', 'saint-exupery', 'Europe/Paris'],
  ['Vereinigte Anstalt für Wasserwirtschaft, Hochwasserschutz und Küste', 'vawhk', 'Europe/Berlin'],
  ['Harbour & Quay', 'harbour-quay', 'Europe/London'],
  ['Þingvellir Jarðhiti', 'thingvellir', 'Atlantic/Reykjavik'],
  ['Deccan Looms', 'deccan', 'Asia/Kolkata'],
  ['São Bento Papéis', 'sao-bento', 'America/Sao_Paulo'],
  ['บริษัท ทะเลใต้', 'talay-tai', 'Asia/Bangkok'],
  ['Kestrel Aerospace', 'kestrel', 'America/Los_Angeles'],
  ['Smørebrød & Co', 'smoerebroed', 'Europe/Copenhagen'],
  ['Nakamura Dental', 'nakamura', 'Asia/Tokyo'],
  ['Volga Kran', 'volga-kran', 'Europe/Samara'],
  ['Outback Rail', 'outback-rail', 'Australia/Adelaide'],
  ['Iași Mobilă', 'iasi', 'Europe/Bucharest'],
  ['Copper Basin Utilities', 'copper-basin', 'America/Phoenix'],
  ['Ålesund Fisk', 'aalesund', 'Europe/Oslo'],
  ['L’Atelier du Cuir', 'atelier-du-cuir', 'Europe/Paris'],
  ['हिमालय औषधालय', 'himalaya', 'Asia/Kolkata'],
  ['Pan-Baltic Timber', 'pan-baltic', 'Europe/Riga'],
  ['Ndovu Telecoms', 'ndovu', 'Africa/Nairobi'],
  ['Redwood Credit Collective', 'redwood', 'America/Los_Angeles'],
  ['Õunapuu Talu', 'ounapuu', 'Europe/Tallinn'],
  ['Cascadia Biologics', 'cascadia', 'America/Vancouver'],
  ['Española de Envases', 'envases', 'Europe/Madrid'],
  ['Lakehouse Schools', 'lakehouse', 'America/Chicago'],
  ['Žitný Ostrov Mlyny', 'zitny-ostrov', 'Europe/Bratislava'],
  ['Mwamba Cement', 'mwamba', 'Africa/Lusaka'],
  ['Oyster Bay Freight', 'oyster-bay', 'America/Halifax'],
  ['Gävle Stål', 'gaevle', 'Europe/Stockholm'],
  ['Punta Arenas Pesca', 'punta-arenas', 'America/Punta_Arenas'],
  ['Ho‘okipa Resorts', 'hookipa', 'Pacific/Honolulu'],
  ['Schloß Weißenstein Stiftung', 'weissenstein', 'Europe/Vienna'],
  ['Nusantara Kopi', 'nusantara', 'Asia/Jakarta'],
  ['Thames Valley Housing', 'thames-valley', 'Europe/London'],
  ['Ruhr Energie Netz', 'ruhr-energie', 'Europe/Berlin'],
  ['Andes Cacao', 'andes-cacao', 'America/Lima'],
  ['Silk Road Couriers', 'silk-road', 'Asia/Tashkent'],
  ['Ĉarma Kosmetiko', 'carma', 'Europe/Brussels'],
  ['Zephyr', 'zephyr', 'Etc/UTC']
]

export const customers: readonly Customer[] = rows.map(([name, slug, timezone]) => ({ name, slug, timezone }))

/** Environments of a customer, in the order in which organizations are made of them. */
export const environments = [
  { suffix: '', slug: '', label: 'production', color: 'red', people: 1 },
  { suffix: ' — Staging', slug: '-staging', label: 'staging', color: 'orange', people: 0.3 },
  { suffix: ' — Dev', slug: '-dev', label: 'development', color: 'teal', people: 0.15 },
  { suffix: ' — Demo', slug: '-demo', label: 'customer', color: 'blue', people: 0.1 }
] as const
