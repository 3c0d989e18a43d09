/** The mark of the product: two in one boat. */
export const Mark = () => (
  <svg className="mark" viewBox="0 0 32 32" aria-hidden="true">
    <rect width="32" height="32" rx="7" fill="#0b6478" />
    <path d="M5 18h22l-3.4 6.2a2 2 0 0 1-1.8 1H10.2a2 2 0 0 1-1.8-1z" fill="#fff" />
    <circle cx="11.5" cy="12.5" r="2.9" fill="#fff" />
    <circle cx="20.5" cy="12.5" r="2.9" fill="#fff" fillOpacity=".72" />
  </svg>
)
