import { z } from 'zod'

// The server's content policy forbids code made from text, which zod would try for each schema. Imported before any schema is made.
z.config({ jitless: true })
