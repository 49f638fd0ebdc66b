package sample;

/** Inherits what is woven, and has woven methods of its own. */
public class ScientificCalculator extends Calculator {
    public ScientificCalculator(int base) {
        super(base);
    }

    @Override
    public int add(int other) {
        return super.add(other) + 1;
    }
}
