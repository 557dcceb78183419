package dev.millrace.jinja.filters;

import dev.millrace.jinja.Budget;
import dev.millrace.jinja.values.Generator;
import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Makes lazy sequences, as Jinja2's filters do. */
final class Generators {
  private Generators() {}

  /** No elements: Jinja2's lazy filters look at nothing else when the value is false. */
  static Generator empty(String function) {
    return new Generator("generator object " + function, Collections.emptyIterator());
  }

  /** The elements that pass a test. */
  static Generator selected(
      String function, Iterator<Object> elements, Budget budget, Predicate<Object> test) {
    return new Generator(
        "generator object " + function,
        new Iterator<>() {
          private @Nullable Object next;

          @Override
          public boolean hasNext() {
            while (next == null && elements.hasNext()) {
              budget.steps(1);
              Object element = elements.next();
              if (test.test(element)) {
                next = element;
              }
            }
            return next != null;
          }

          @Override
          public Object next() {
            if (next == null && !hasNext()) {
              throw new NoSuchElementException();
            }
            Object element = next;
            next = null;
            if (element == null) {
              throw new NoSuchElementException();
            }
            return element;
          }
        });
  }

  /** The elements, each turned into another. */
  static Generator mapped(
      String function, Iterator<Object> elements, Budget budget, UnaryOperator<Object> mapping) {
    return new Generator(
        "generator object " + function,
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return elements.hasNext();
          }

          @Override
          public Object next() {
            budget.steps(1);
            return mapping.apply(elements.next());
          }
        });
  }
}
