import './violations.ts'
import './attacks.ts'
import './page.css'
import { useState } from 'react'
import {
  Button,
  Dialog,
  DialogTrigger,
  ListBox,
  ListBoxItem,
  Modal,
  Popover,
  Select,
  SelectValue
} from 'react-aria-components'
import { createRoot } from 'react-dom/client'

/** The parts of React and React Aria that touch the document in ways a content policy could stop. */
function Page() {
  const [clicks, setClicks] = useState(0)
  return (
    <main style={{ display: 'grid', gap: 8 }}>
      <Button onPress={() => setClicks(clicks + 1)}>Pressed {clicks}</Button>
      <DialogTrigger>
        <Button>Open dialog</Button>
        <Modal>
          <Dialog aria-label="A dialog">In the dialog</Dialog>
        </Modal>
      </DialogTrigger>
      <Select aria-label="Theme">
        <Button>
          <SelectValue />
        </Button>
        <Popover>
          <ListBox>
            <ListBoxItem>Light</ListBoxItem>
            <ListBoxItem>Dark</ListBoxItem>
          </ListBox>
        </Popover>
      </Select>
    </main>
  )
}

const root = document.getElementById('root')
if (root) createRoot(root).render(<Page />)
