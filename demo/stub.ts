/**
 * What a shop puts before Inkling's script tag, as the README gives it: calls made before the script has loaded are
 * kept, in order and with their time.
 */
export const STUB =
  "window.inkling=window.inkling||function(){var a=arguments;return new Promise(function(r){(inkling.q=inkling.q||[]).push([a,Date.now(),r])})}";
