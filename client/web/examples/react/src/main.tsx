import {StrictMode, useMemo, useState} from 'react';
import {createRoot} from 'react-dom/client';

import {Survey} from './Survey';

// Where vocd is, and which survey: from the page's query here, from your configuration otherwise.
const query = new URLSearchParams(location.search);
const server = query.get('server') ?? 'http://127.0.0.1:8080';
const source = query.get('source') ?? 'app';
const sourceKey = query.get('key') ?? '';

function App() {
  const [said, setSaid] = useState('');
  // The token comes from your backend: see ../node-token.
  const identity = useMemo(() => ({
    respondent: 'user-1',
    token: async () => (await fetch('/token')).text(),
  }), []);
  return (
    <main>
      <h1>Your order is on its way</h1>
      <Survey
        source={source} sourceKey={sourceKey} server={server} trigger="always" touchpoint="order"
        {...(query.has('identify') ? {identity} : {})}
        onAnswered={({score, comment}) => setSaid(`${score} ${comment}`)}
        onError={failure => console.warn('vocd', failure)}
      />
      <p id="said">{said}</p>
    </main>
  );
}

createRoot(document.getElementById('root')!).render(<StrictMode><App /></StrictMode>);
