export { default } from './channels-page.tsx'
