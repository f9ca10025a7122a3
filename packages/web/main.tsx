import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { startHotkeys } from './app/hotkeys.ts'
import { startWords } from './app/i18n.ts'
import { startTheme } from './app/theme.ts'
import { Root } from './shell/root.tsx'
import './styles/main.css'

startTheme()
startHotkeys()
await startWords()

const place = document.getElementById('root')
if (place)
  createRoot(place).render(
    <StrictMode>
      <Root />
    </StrictMode>,
  )
