import { problemSentence } from '../../../shared/i18n'
import { useEditor } from '../editor'
import { useTranslate, WarningIcon } from '../ui'

const mostShown = 200

/** Files that could not become rows, each with its reason. */
export function RefusedList() {
  const translate = useTranslate()
  const refused = useEditor((state) => state.refused)
  if (refused.length === 0) return null
  return (
    <section className="refused" aria-label={translate('browse.refused', { count: refused.length })}>
      <h2 className="refused-heading">{translate('browse.refused', { count: refused.length })}</h2>
      <ul>
        {refused.slice(0, mostShown).map(({ file, problem }) => (
          <li key={`${file} ${problem.code}`}>
            <WarningIcon />
            <span>{problemSentence(translate, problem)}</span>
          </li>
        ))}
      </ul>
      {refused.length > mostShown && (
        <p>{translate('panel.moreProblems', { count: refused.length - mostShown })}</p>
      )}
    </section>
  )
}
