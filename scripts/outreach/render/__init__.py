"""An Edition to files. Each renderer is a function of what it is given; none reads content or a clock."""
