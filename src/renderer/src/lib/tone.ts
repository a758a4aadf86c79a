/** What a status means at a glance; every use also carries an icon and a word. */
export type Tone = 'neutral' | 'good' | 'working' | 'warning' | 'bad'
