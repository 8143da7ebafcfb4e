// Which bodies of a table are in sight, or will be with the next turn of the wheel.

/**
 * Tells of each body when it comes and when it goes: its place, its height, and whether it is near. What has the focus
 * stays near: whoever works by keyboard comes back to it. Gives what ends it.
 */
export const watchBodies = (table, told) => {
  const bodies = [...table.tBodies];
  const observer = new IntersectionObserver((entries) => {
    for (const { target, boundingClientRect, isIntersecting } of entries) {
      const isNear = isIntersecting || target.contains(document.activeElement);
      told(bodies.indexOf(target), boundingClientRect.height, isNear);
    }
  }, { rootMargin: '400px 0px' });
  for (const body of bodies) observer.observe(body);
  return () => observer.disconnect();
};
