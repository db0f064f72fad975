export const Outputs = () => <h1>Outputs</h1>
