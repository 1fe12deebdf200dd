import { type NavigateOptions, useNavigate, useRouter } from '@tanstack/react-router'
import { useShortcuts } from './useShortcuts'

/** Offer Escape to go back to where the reader came from; to `otherwise` where the view was opened by a link. */
export function useBack(title: string, otherwise: NavigateOptions): void {
  const router = useRouter()
  const navigate = useNavigate()
  const run = () => (router.history.canGoBack() ? router.history.back() : void navigate(otherwise))
  useShortcuts(title, [{ keys: 'Escape', does: 'Go back', run }])
}
