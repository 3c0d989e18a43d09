/** `sheet/x` → `desk/x`, `sheet/x.1` → `desk/x.1`: a desk ends with the edition of its sheet and is made anew from its sources for the next. */
export const deskOf = (document: string): string => document.replace(/^sheet\//, 'desk/')
