import { createRoot } from 'react-dom/client'

function App() {
  return (
    <main>
      <h1>Arrest Workbench</h1>
      <p>
        The window is being built. The whole pipeline runs from the terminal today: <code>npm run demo</code>.
      </p>
    </main>
  )
}

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no #root')
createRoot(root).render(<App />)
